// lazy/files.js: for the first file that is sent.

export { upload } from '../channels/upload';

/** The size of a picture, so that its box can be reserved; nothing for other files and for pictures that this browser cannot read. */
export async function dimensions(file: File): Promise<{ width?: number; height?: number }> {
  if (!file.type.startsWith('image/')) return {};
  try {
    const bitmap = await createImageBitmap(file);
    const { width, height } = bitmap;
    bitmap.close();
    return { width, height };
  } catch {
    return {};
  }
}
