using System.Globalization;
using Reelmill.Library.Vectors;

namespace Reelmill.Cli.Display;

/// <summary>Reports the progress of an index build every few seconds.</summary>
/// <param name="note">Writes a line.</param>
/// <param name="time">The clock.</param>
internal sealed class IndexProgress(Action<string> note, TimeProvider time) : IProgress<VectorIndexProgress>
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    private readonly long _began = time.GetTimestamp();
    private TimeSpan _next = Interval;

    public void Report(VectorIndexProgress value)
    {
        var elapsed = time.GetElapsedTime(_began);
        if (value.Added == value.Count)
        {
            note(string.Create(CultureInfo.InvariantCulture, $"{value.Count} vectors in {elapsed.TotalSeconds:0} s; measuring the recall and writing the file"));
        }
        else if (elapsed >= _next)
        {
            _next = elapsed + Interval;
            var left = elapsed * ((double)(value.Count - value.Added) / value.Added);
            note(string.Create(
                CultureInfo.InvariantCulture,
                $"{value.Added} of {value.Count} vectors  {value.Added / elapsed.TotalSeconds:0}/s  {left.TotalMinutes:0.0} min left or more"));
        }
    }
}
