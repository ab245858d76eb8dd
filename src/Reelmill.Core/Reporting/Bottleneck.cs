namespace Reelmill.Core.Reporting;

/// <summary>The stage that limits a run.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="BusyShare">The share of its workers' time that the stage was busy, 0 to 1.</param>
/// <param name="Advice">Advice for a faster run, in words.</param>
public sealed record Bottleneck(string Stage, double BusyShare, string Advice)
{
    /// <summary>The share below which even the busiest stage mostly waits, so that the input limits the run.</summary>
    private const double Idle = 0.5;

    /// <summary>Finds the busiest stage of a run; on a tie the first.</summary>
    /// <param name="stages">The stages, in order.</param>
    /// <returns>Null when no stage has worked yet.</returns>
    public static Bottleneck? Find(IReadOnlyList<StageReport> stages)
    {
        var busiest = stages.MaxBy(static s => s.BusyShare);
        return busiest is null || busiest.BusyShare <= 0
            ? null
            : new Bottleneck(busiest.Name, busiest.BusyShare, Advise(busiest));
    }

    private static string Advise(StageReport stage)
    {
        var share = $"'{stage.Name}' is busy {stage.BusyShare * 100:0} % of the time";
        if (stage.BusyShare < Idle)
        {
            return $"Even {share}: the run waits for its input, or was too short to tell.";
        }

        var cores = Environment.ProcessorCount;
        var more = stage.Workers < cores
            ? $"give it more workers (workers.{stage.Name}={Math.Min(cores, stage.Workers * 2)}, now {stage.Workers})"
            : $"it already has {stage.Workers} workers on {cores} cores, so more of them help only if it waits for something other than the processor";
        return stage.Hint is null ? $"{share}: {more}." : $"{share}: {more}; or {stage.Hint}.";
    }
}
