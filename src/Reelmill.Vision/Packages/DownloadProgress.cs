using System.Globalization;

namespace Reelmill.Vision.Packages;

/// <summary>Says in lines how far a download is: when it starts, and every few seconds.</summary>
/// <param name="note">Told each line; nobody when null.</param>
/// <param name="time">Measures the seconds.</param>
/// <param name="what">What is fetched.</param>
/// <param name="from">Where it is fetched from.</param>
internal sealed class FetchNotes(Action<string>? note, TimeProvider time, string what, string from)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private bool _started;
    private long _received;
    private long _total;
    private long _told;

    /// <summary>Says how many bytes are to come, once that is known.</summary>
    public void Start(long total)
    {
        if (_started)
        {
            return;
        }

        (_started, _received, _total, _told) = (true, 0, total, time.GetTimestamp());
        note?.Invoke($"Fetching {what} from {from} ({Mebibytes(total)} MiB, once).");
    }

    /// <summary>Counts bytes that came.</summary>
    public void Add(int bytes)
    {
        _received += bytes;
        if (_started && time.GetElapsedTime(_told) >= Pause)
        {
            _told = time.GetTimestamp();
            note?.Invoke($"Fetching {what}: {Mebibytes(_received)} of {Mebibytes(_total)} MiB.");
        }
    }

    private static string Mebibytes(long bytes) => (bytes / (double)(1 << 20)).ToString("F1", CultureInfo.InvariantCulture);
}
