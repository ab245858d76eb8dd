using System.Globalization;

namespace Reelmill.Vision.Packages;

/// <summary>Reports the progress of a download as text lines: at the start, then every two seconds.</summary>
/// <param name="report">Receives each line; null for none.</param>
/// <param name="time">The clock.</param>
/// <param name="name">The name of the downloaded package.</param>
/// <param name="source">The label of the source.</param>
internal sealed class PackageDownloadProgress(Action<string>? report, TimeProvider time, string name, string source)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
    private bool _started;
    private long _received;
    private long _total;
    private long _lastReport;

    /// <summary>Starts with a known total size; later calls are ignored.</summary>
    public void Start(long total)
    {
        if (_started)
        {
            return;
        }

        (_started, _received, _total, _lastReport) = (true, 0, total, time.GetTimestamp());
        report?.Invoke($"Fetching {name} from {source} ({FormatMebibytes(total)} MiB, once).");
    }

    /// <summary>Adds received bytes.</summary>
    public void Add(int bytes)
    {
        _received += bytes;
        if (_started && time.GetElapsedTime(_lastReport) >= Interval)
        {
            _lastReport = time.GetTimestamp();
            report?.Invoke($"Fetching {name}: {FormatMebibytes(_received)} of {FormatMebibytes(_total)} MiB.");
        }
    }

    private static string FormatMebibytes(long bytes) => (bytes / (double)(1 << 20)).ToString("F1", CultureInfo.InvariantCulture);
}
