import type { Event as CoreEvent } from '../gen/protocol';
import type { UploadEffect } from './channel';

/** Sends a file to the relay; settled when that is over, however it ended. XMLHttpRequest, since fetch does not tell how much of a request has gone out. */
export function upload(relay: string, token: string | undefined, effect: UploadEffect, file: File, report: (event: CoreEvent) => void, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  const { client_id } = effect;
  const fail = (error: string) => report({ event: 'upload', client_id, error });
  const request = new XMLHttpRequest();
  const address = new URL('upload', relay);
  address.searchParams.set('name', effect.name);
  request.open('POST', address);
  if (effect.mime) request.setRequestHeader('Content-Type', effect.mime);
  if (token) request.setRequestHeader('Authorization', `Bearer ${token}`);
  let told = 0;
  request.upload.onprogress = ({ loaded, total }) => {
    // At most a hundred steps, and never "done" before the relay has answered.
    const progress = Math.min(0.99, Math.floor((loaded / (total || 1)) * 100) / 100);
    if (progress > told) report({ event: 'upload', client_id, progress: (told = progress) });
  };
  request.onload = () => {
    const url = request.status === 201 ? addressIn(request.responseText) : undefined;
    if (url) report({ event: 'upload', client_id, progress: 1, url: new URL(url, relay).href });
    else fail(request.status === 413 ? 'too_large' : `http_${request.status}`);
  };
  request.onerror = () => fail('network');
  request.ontimeout = () => fail('network');
  signal.onabort = () => request.abort();
  request.send(file);
  return new Promise((done) => {
    request.onloadend = () => done();
  });
}

function addressIn(answer: string): string | undefined {
  try {
    const { url } = JSON.parse(answer) as { url?: unknown };
    return typeof url === 'string' ? url : undefined;
  } catch {
    return undefined;
  }
}
