namespace Reelmill.Pipelines.Reports.Charts;

/// <summary>Round moments along a run.</summary>
internal static class TimeAxis
{
    private const int MostTicks = 6;

    private static readonly double[] Steps = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400];

    /// <summary>Ticks from 0, so far apart that at most six are there.</summary>
    public static IReadOnlyList<double> Ticks(double seconds)
    {
        var step = Steps.FirstOrDefault(s => seconds / s < MostTicks, Math.Ceiling(seconds / MostTicks / Steps[^1]) * Steps[^1]);
        return [.. Enumerable.Range(0, MostTicks).Select(i => i * step).TakeWhile(t => t <= seconds)];
    }

    public static string Label(double seconds) => seconds switch
    {
        0 => "0",
        < 60 => FormattableString.Invariant($"{seconds:0.#} s"),
        < 3600 => FormattableString.Invariant($"{seconds / 60:0.#} min"),
        _ => FormattableString.Invariant($"{seconds / 3600:0.#} h"),
    };
}
