/* Photos go up as they are chosen; those that are refused are named, the others listed. */
const field = document.getElementById('photo')
const wrong = document.getElementById('photo-wrong')

/* The status that the server answers with; 0 where it does not. */
async function send(file) {
  const address = `${field.dataset.to}?name=${encodeURIComponent(file.name.slice(-100))}`
  try {
    return (await fetch(address, { method: 'POST', body: file, credentials: 'same-origin', headers: { 'Content-Type': 'application/octet-stream' } })).status
  } catch {
    return 0
  }
}

function reason(file, status) {
  const { kind, large, full, again } = wrong.dataset
  if (file.size > Number(field.dataset.most)) return large
  if (status === 413) return full
  return status === 400 || status === 422 ? kind : again
}

/* What the server has, without losing what is being written. */
async function list() {
  const answer = await fetch(location.href, { credentials: 'same-origin' })
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById('photos')
  if (fresh) document.getElementById('photos').replaceChildren(...fresh.children)
  else location.reload()
}

function tell(refused) {
  wrong.replaceChildren(...refused.flatMap((text) => [text, document.createElement('br')]))
  wrong.hidden = !refused.length
}

/* Where scripts run, several go at once and no button is needed. */
if (field) {
  field.multiple = true
  field.required = false
  field.form.querySelector('button').hidden = true
}

async function take() {
  const refused = []
  field.disabled = true
  wrong.hidden = true
  for (const file of field.files) {
    const status = await send(file)
    if (status !== 204) refused.push(`${file.name}: ${reason(file, status)}`)
  }
  await list().catch(() => undefined)
  field.disabled = false
  field.value = ''
  tell(refused)
  if (refused.length) field.focus()
}

field?.addEventListener('change', take)
/* Chosen before this script had come. */
if (field?.files.length) take()
