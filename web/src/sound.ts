let audio: AudioContext | undefined;

/** Two soft notes. Silent before the visitor has touched the page, as browsers demand. */
export function chime(): void {
  if (navigator.userActivation && !navigator.userActivation.hasBeenActive) return;
  audio ??= new AudioContext();
  const { currentTime, destination } = audio;
  [659.26, 880].forEach((pitch, index) => {
    if (!audio) return;
    const begin = currentTime + index * 0.11;
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0, begin);
    volume.gain.linearRampToValueAtTime(0.06, begin + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0005, begin + 0.45);
    tone.connect(volume).connect(destination);
    tone.start(begin);
    tone.stop(begin + 0.5);
  });
}

export function silence(): void {
  void audio?.close();
  audio = undefined;
}
