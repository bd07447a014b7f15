import { text } from '../text'

export default text(
  {
    title: '导入', what: '导入什么', target: { waybills: '快件', scans: '扫描轨迹', customers: '客户', products: '产品', lanes: '线路时效' },
    file: '选择文件', file_why: 'CSV、TSV 或 XLSX，最大 100 MB；也可以把文件拖到这里。更大的文件请用命令行导入。', drop: '松开即读取',
    read: '{name}：{n} 行', encoding: '编码', delimiter: '分隔符', delimiters: { comma: '逗号', semicolon: '分号', tab: '制表符', bar: '竖线' },
    map: '对应列', map_why: '左边是文件的列，右边是它写入的字段。已按列名自动对应，请核对。也可以把列名拖到另一行交换。', column: '文件的列', sample: '示例', field: '字段', skip: '不导入', constant: '全部相同的值', constant_why: '文件没有、但每行都一样的字段。', required: '必填', key: '编号',
    lacking: '还缺必填字段：{list}', preview: '预览前 50 行', preview_why: '以下是导入后的样子；尚未写入。', line: '行', outcome: '结果', why: '原因',
    dry: '试导入', dry_why: '逐行检查全部数据，不写入。', go: '正式导入', stop: '停止', progress: '{n} / {all} 行', tried: '试导入结果（未写入）', taken: '导入结果', stopped: '已停止：以上是已处理的部分，其余未处理。',
    outcomes: { created: '新建', changed: '更新', unchanged: '无变化', duplicate: '重复', quarantined: '隔离', rejected: '拒绝', taken: '可导入' },
    group: { contact: '联系方式', address: '地址', consent: '同意' },
    contact_words: { fax: '传真', phone: '电话 手机 座机 号码', email: '邮', wechat: '微信', qq: 'qq' },
    back: '这是您离开前改正过、还没有导入的文件。', back_tried: '这是您离开前试导入过、还没有导入的文件。', back_refused: '这是您离开前导入过的文件，还有被拒绝的行。', rejects: '被拒绝的行', rejects_why: '在这里改正后重新导入，或下载后改正再上传。', again: '重新导入这些行', save: '下载为 CSV', more: '只列出前 {n} 行；其余在下载的文件里。', none: '没有被拒绝的行。', value: '值',
    wrong: { empty: '文件没有表头。', too_large: '文件超过 100 MB，请用命令行导入。', unreadable: '这个表格文件读不出来。', binary: '“{name}”是{kind}，不是表格，没有读取。可以导入 CSV、TSV、TXT 文本和 XLSX 表格。' },
    kinds: { pdf: ' PDF 文件', sheet: '旧版 Office 文件（.xls），请先另存为 XLSX 或 CSV', picture: '图片', archive: '压缩包或其他文档', other: '二进制文件' }, kept: '列的对应会记住，下次同样的文件自动使用。',
  },
  {
    title: 'Import', what: 'What comes in', target: { waybills: 'Parcels', scans: 'Scans', customers: 'Customers', products: 'Products', lanes: 'Lanes' },
    file: 'Choose a file', file_why: 'CSV, TSV or XLSX, up to 100 MB; or drop one here. For larger ones there is the command line.', drop: 'Let go to read it',
    read: '{name}: {n} rows', encoding: 'Encoding', delimiter: 'Delimiter', delimiters: { comma: 'Comma', semicolon: 'Semicolon', tab: 'Tab', bar: 'Bar' },
    map: 'Columns', map_why: 'To the left the file’s columns, to the right the field that each gives: guessed by their names, so look through them. A column’s name can be dragged onto another row to swap the two.', column: 'Column of the file', sample: 'Such as', field: 'Field', skip: 'Not brought in', constant: 'The same in every row', constant_why: 'What the file lacks and every row has.', required: 'required', key: 'key',
    lacking: 'Required and lacking: {list}', preview: 'The first 50 rows', preview_why: 'As they would become; nothing is written yet.', line: 'Line', outcome: 'Outcome', why: 'Why',
    dry: 'Dry run', dry_why: 'Checks every row and writes nothing.', go: 'Bring it in', stop: 'Stop', progress: '{n} of {all} rows', tried: 'Of the dry run (nothing was written)', taken: 'What became of it', stopped: 'Stopped: above is what was done, the rest was not.',
    outcomes: { created: 'New', changed: 'Changed', unchanged: 'Unchanged', duplicate: 'Known', quarantined: 'Set aside', rejected: 'Refused', taken: 'Would come in' },
    group: { contact: 'Contact', address: 'Address', consent: 'Consent' },
    contact_words: { fax: 'fax', phone: 'phone tel mobile cell', email: 'mail', wechat: 'wechat weixin', qq: 'qq' },
    back: 'This is the file that you mended before you left; it is not brought in yet.', back_tried: 'This is the file that you tried before you left; it is not brought in yet.', back_refused: 'This is the file that you brought in before you left; some of its rows were refused.', rejects: 'Refused rows', rejects_why: 'Mend them here and send them again, or take them out, mend and upload.', again: 'Send these again', save: 'Save as CSV', more: 'The first {n} are listed; the others are in the file.', none: 'No row was refused.', value: 'Value',
    wrong: { empty: 'The file has no header.', too_large: 'The file is larger than 100 MB: use the command line.', unreadable: 'This spreadsheet cannot be read.', binary: '“{name}” is {kind}, not a table, and was not read. CSV, TSV and TXT texts and XLSX spreadsheets are taken.' },
    kinds: { pdf: 'a PDF', sheet: 'a file of an older Office (.xls; save it as XLSX or CSV first)', picture: 'a picture', archive: 'an archive or another kind of document', other: 'a binary file' }, kept: 'The columns are remembered for the next file like this.',
  },
)
