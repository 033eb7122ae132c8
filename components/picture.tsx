import { useEffect, useState } from 'preact/hooks';

/** A stored picture. */
export function Picture({ blob, alt }: { blob: Blob; alt: string }) {
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    const made = URL.createObjectURL(blob);
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [blob]);
  return <img src={address} alt={alt} />;
}
