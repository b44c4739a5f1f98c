/** A marked block of ours in a file of the user's. */
export interface RegionMarkers {
  begin: string;
  end: string;
}

export class RegionError extends Error {}

export function regionMarkers(region: string, comment: '#' | '<!--'): RegionMarkers {
  const close = comment === '<!--' ? ' -->' : '';
  return {
    begin: `${comment} gitops-app:begin ${region}: made by create-gitops-app, edit pipeline.config.ts instead${close}`,
    end: `${comment} gitops-app:end ${region}${close}`,
  };
}

/** Lines of the markers; undefined where the file has none. Doubled, nested and half markers are refused. */
function findRegion(text: string, markers: RegionMarkers): { begin: number; end: number } | undefined {
  // Blanks around a marker are a formatter's; a byte order mark belongs to the start of a file alone.
  const lines = withoutMark(text)
    .text.split('\n')
    .map((line) => line.replace(/^[ \t]+|[ \t\r]+$/g, ''));
  // what follows the name may change between versions
  const name = (marker: string) => marker.split(':').slice(0, 2).join(':').replace(/ -->$/, '');
  const at = (marker: string) => lines.flatMap((line, index) => (line.includes(' gitops-app:') && name(line) === name(marker) ? [index] : []));
  const begins = at(markers.begin);
  const ends = at(markers.end);
  if (begins.length === 0 && ends.length === 0) return undefined;
  const [begin] = begins;
  const [end] = ends;
  if (begins.length !== 1 || ends.length !== 1 || begin === undefined || end === undefined || end < begin)
    throw new RegionError(`markers of ${name(markers.begin)} are not exactly one pair in order`);
  return { begin, end };
}

/** What stands between the markers, with a final newline; undefined where there are none. */
export function readRegion(text: string, markers: RegionMarkers): string | undefined {
  const found = findRegion(text, markers);
  if (found === undefined) return undefined;
  const inner = text.split('\n').slice(found.begin + 1, found.end);
  return inner.map((line) => `${line.replace(/\r$/, '')}\n`).join('');
}

/** The file with our block replaced; a new one is appended after a blank line, or begins the file. Line ends are kept. */
export function writeRegion(file: string, markers: RegionMarkers, content: string, at?: 'start'): string {
  const { mark, text } = withoutMark(file);
  return mark + replaceRegion(text, markers, content, at);
}

/** A byte order mark stays the first of the file, whatever comes behind it. */
function withoutMark(file: string): { mark: string; text: string } {
  const mark = file.startsWith('\ufeff') ? '\ufeff' : '';
  return { mark, text: file.slice(mark.length) };
}

function replaceRegion(text: string, markers: RegionMarkers, content: string, at?: 'start'): string {
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const block = [markers.begin, ...content.replace(/\n$/, '').split('\n'), markers.end];
  const found = findRegion(text, markers);
  if (found === undefined && at === 'start') return `${block.join(lineEnd)}${lineEnd}${text === '' ? '' : lineEnd}${text}`;
  if (found === undefined) {
    const separator = text === '' ? '' : text.endsWith('\n') ? lineEnd : lineEnd + lineEnd;
    return `${text}${separator}${block.join(lineEnd)}${lineEnd}`;
  }
  const lines = text.split('\n');
  const before = lines.slice(0, found.begin).join('\n');
  const after = lines.slice(found.end + 1).join('\n');
  return `${before}${found.begin === 0 ? '' : '\n'}${block.join(lineEnd)}${lineEnd}${after}`;
}

/** The file without our block and without the blank line that writeRegion set before it, or behind it at the start. */
export function removeRegion(file: string, markers: RegionMarkers): string {
  const { mark, text } = withoutMark(file);
  const found = findRegion(text, markers);
  if (found === undefined) return file;
  const lines = text.split('\n');
  const blankBefore = found.begin > 0 && (lines[found.begin - 1] ?? '').trim() === '';
  const blankBehind = found.begin === 0 && (lines[found.end + 1] ?? 'text').trim() === '' && found.end + 2 < lines.length;
  return mark + [...lines.slice(0, found.begin - (blankBefore ? 1 : 0)), ...lines.slice(found.end + (blankBehind ? 2 : 1))].join('\n');
}
