// Fills cells of an XLSX file as a spreadsheet program would: takes the archive apart, changes the first sheet's page, puts
// it together again.
import { readFileSync, writeFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';

const sheetPage = 'xl/worksheets/sheet1.xml';

function crc32(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

function unpack(zip) {
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  const files = [];
  for (let i = 0, at = zip.readUInt32LE(end + 16); i < zip.readUInt16LE(end + 10); i += 1) {
    const [method, size, nameBytes, extra, comment] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20),
      zip.readUInt16LE(at + 28), zip.readUInt16LE(at + 30), zip.readUInt16LE(at + 32)];
    const local = zip.readUInt32LE(at + 42);
    const begin = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const packed = zip.subarray(begin, begin + size);
    files.push({ name: zip.toString('utf8', at + 46, at + 46 + nameBytes), data: method === 8 ? inflateRawSync(packed) : packed });
    at += 46 + nameBytes + extra + comment;
  }
  return files;
}

// Nothing compressed.
function pack(files) {
  const parts = [];
  const directory = [];
  let offset = 0;
  for (const { name, data } of files) {
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt32LE(crc32(data), 10);
    fields.writeUInt32LE(data.length, 14);
    fields.writeUInt32LE(data.length, 18);
    fields.writeUInt16LE(Buffer.byteLength(name), 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), fields, place, Buffer.from(name));
    const part = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), fields, Buffer.from(name), data]);
    parts.push(part);
    offset += part.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, list, end]);
}

// cells: {G2: 'SETUJU', …}; each must stand in the sheet already, if empty. Texts go where the common programs keep them.
export function fillCells(from, to, cells) {
  const files = unpack(readFileSync(from));
  const [page, texts] = [sheetPage, 'xl/sharedStrings.xml'].map((name) => files.find((file) => file.name === name));
  let xml = page.data.toString('utf8');
  let strings = texts.data.toString('utf8');
  for (const [cell, text] of Object.entries(cells)) {
    const found = new RegExp(`<c r="${cell}"( s="\\d+")?[^>]*?(/>|>.*?</c>)`);
    if (!found.test(xml)) throw new Error(`${from} has no cell ${cell}`);
    const index = strings.split('<si>').length - 1;
    strings = strings.replace('</sst>', `<si><t>${text}</t></si></sst>`);
    xml = xml.replace(found, (_, style = '') => `<c r="${cell}"${style} t="s"><v>${index}</v></c>`);
  }
  page.data = Buffer.from(xml);
  texts.data = Buffer.from(strings);
  writeFileSync(to, pack(files));
}
