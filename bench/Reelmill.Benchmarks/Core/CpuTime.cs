namespace Reelmill.Benchmarks.Core;

/// <summary>
/// Compares processor time instead of wall time, the candidates in turn and in another order each round: what a busy
/// machine does meanwhile then hardly counts, nor who ran before. How well the runtime compiled a candidate differs
/// from process to process by a tenth, so run it several times. On one core (<c>taskset -c 1</c>) it is the bare length
/// of the path, without waiting for locks.
/// </summary>
internal static class CpuTime
{
    private const int Rounds = 14;
    private const int WarmUp = 5;

    public static async Task CompareAsync(TextWriter output)
    {
        var stages = new ThreeStages();
        (string Name, Func<Task> Run, List<double> Times)[] candidates =
        [
            ("hand-written channels", stages.HandWritten, []),
            ("Reelmill", stages.Reelmill, []),
            ("TPL Dataflow", stages.Dataflow, []),
        ];
        for (var round = 0; round < Rounds; round++)
        {
            var turns = candidates.ToArray();
            new Random(round).Shuffle(turns);
            foreach (var (_, run, times) in turns)
            {
                var before = Environment.CpuUsage.TotalTime;
                await Task.Run(run);
                times.Add((Environment.CpuUsage.TotalTime - before).TotalNanoseconds / ThreeStages.Items);
            }
        }

        var reelmill = candidates[1].Times;
        foreach (var (name, _, times) in candidates)
        {
            await output.WriteLineAsync($"{name,-22} {Median(times),7:0} ns of processor time an item, {Median(times.Zip(reelmill, static (a, b) => a / b)):0.00} of Reelmill");
        }
    }

    private static double Median(IEnumerable<double> rounds) => rounds.Skip(WarmUp).Order().ElementAt((Rounds - WarmUp) / 2);
}
