/** The lines around a managed block in a file of the user's. */
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

/** Line numbers of the markers; undefined if the file has none. Rejects duplicate, nested and incomplete markers. */
function findRegion(text: string, markers: RegionMarkers): { begin: number; end: number } | undefined {
  // A formatter may indent a marker. A byte order mark is only part of the first line.
  const lines = splitByteOrderMark(text)
    .text.split('\n')
    .map((line) => line.replace(/^[ \t]+|[ \t\r]+$/g, ''));
  // The text after the name may change between versions.
  const name = (marker: string) => marker.split(':').slice(0, 2).join(':').replace(/ -->$/, '');
  const linesOf = (marker: string) => lines.flatMap((line, index) => (line.includes(' gitops-app:') && name(line) === name(marker) ? [index] : []));
  const begins = linesOf(markers.begin);
  const ends = linesOf(markers.end);
  if (begins.length === 0 && ends.length === 0) return undefined;
  const [begin] = begins;
  const [end] = ends;
  if (begins.length !== 1 || ends.length !== 1 || begin === undefined || end === undefined || end < begin)
    throw new RegionError(`'${name(markers.begin)}' and '${name(markers.end)}' must each occur once, in this order`);
  return { begin, end };
}

/** The lines between the markers, with a final newline; undefined if there are no markers. */
export function readRegion(text: string, markers: RegionMarkers): string | undefined {
  const region = findRegion(text, markers);
  if (region === undefined) return undefined;
  const inner = text.split('\n').slice(region.begin + 1, region.end);
  return inner.map((line) => `${line.replace(/\r$/, '')}\n`).join('');
}

/** Replaces the block, or adds it at the start of the file or at its end, after a blank line. Keeps line ends. */
export function writeRegion(file: string, markers: RegionMarkers, content: string, at?: 'start'): string {
  const { mark, text } = splitByteOrderMark(file);
  return mark + replaceRegion(text, markers, content, at);
}

/** A byte order mark stays at the start of the file. */
function splitByteOrderMark(file: string): { mark: string; text: string } {
  const mark = file.startsWith('\ufeff') ? '\ufeff' : '';
  return { mark, text: file.slice(mark.length) };
}

function replaceRegion(text: string, markers: RegionMarkers, content: string, at?: 'start'): string {
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const block = [markers.begin, ...content.replace(/\n$/, '').split('\n'), markers.end];
  const region = findRegion(text, markers);
  if (region === undefined && at === 'start') return `${block.join(lineEnd)}${lineEnd}${text === '' ? '' : lineEnd}${text}`;
  if (region === undefined) {
    const separator = text === '' ? '' : text.endsWith('\n') ? lineEnd : lineEnd + lineEnd;
    return `${text}${separator}${block.join(lineEnd)}${lineEnd}`;
  }
  const lines = text.split('\n');
  const before = lines.slice(0, region.begin).join('\n');
  const after = lines.slice(region.end + 1).join('\n');
  return `${before}${region.begin === 0 ? '' : '\n'}${block.join(lineEnd)}${lineEnd}${after}`;
}

/** Removes the block, with the blank line that writeRegion added before it, or after it at the start of the file. */
export function removeRegion(file: string, markers: RegionMarkers): string {
  const { mark, text } = splitByteOrderMark(file);
  const region = findRegion(text, markers);
  if (region === undefined) return file;
  const lines = text.split('\n');
  const blankBefore = region.begin > 0 && (lines[region.begin - 1] ?? '').trim() === '';
  const blankAfter = region.begin === 0 && (lines[region.end + 1] ?? 'text').trim() === '' && region.end + 2 < lines.length;
  return mark + [...lines.slice(0, region.begin - (blankBefore ? 1 : 0)), ...lines.slice(region.end + (blankAfter ? 2 : 1))].join('\n');
}
