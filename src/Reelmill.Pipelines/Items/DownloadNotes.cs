using System.Globalization;
using Reelmill.Media.Fetching;

namespace Reelmill.Pipelines.Items;

/// <summary>Says now and then how far a download is, so that a long one is not silence.</summary>
/// <param name="input">What is downloaded.</param>
/// <param name="note">Who is told.</param>
/// <param name="time">The clock.</param>
/// <remarks>Belongs to one download; told by it from one thread at a time.</remarks>
internal sealed class DownloadNotes(MediaInput input, Action<string> note, TimeProvider time) : IProgress<FetchProgress>
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    private long _last = time.GetTimestamp();

    public void Report(FetchProgress value)
    {
        if (time.GetElapsedTime(_last) < Interval)
        {
            return;
        }

        _last = time.GetTimestamp();
        var total = value.TotalBytes is { } bytes ? $" of {MiB(bytes)}" : string.Empty;
        note($"fetching {input.Display}: {MiB(value.Bytes)}{total}");
    }

    private static string MiB(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0.0} MiB");
}
