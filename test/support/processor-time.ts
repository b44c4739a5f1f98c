/** Milliseconds of processor time that this process uses from now on. A busy machine changes them little, and the clock much. */
export function processorTime(): () => number {
  const start = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  };
}
