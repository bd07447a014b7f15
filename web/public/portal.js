/* Photos go up as they are chosen; the page is read again when all are there. */
const field = document.getElementById('photo')
const wrong = document.getElementById('photo-wrong')

async function send(file) {
  const address = `${field.dataset.to}?name=${encodeURIComponent(file.name.slice(-100))}`
  const answer = await fetch(address, { method: 'POST', body: file, credentials: 'same-origin', headers: { 'Content-Type': 'application/octet-stream' } })
  return answer.ok
}

/* Where scripts run, several go at once and no button is needed. */
if (field) {
  field.multiple = true
  field.required = false
  field.form.querySelector('button').hidden = true
}

async function take() {
  field.disabled = true
  wrong.hidden = true
  let taken = true
  for (const file of field.files) taken = (await send(file).catch(() => false)) && taken
  field.disabled = false
  field.value = ''
  wrong.hidden = taken
  if (taken) location.reload()
  else field.focus()
}

field?.addEventListener('change', take)
/* Chosen before this script had come. */
if (field?.files.length) take()
