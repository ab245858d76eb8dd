using System.Globalization;
using System.Text.Json;
using Reelmill.Processes;

namespace Reelmill.Media.Fetching.YtDlp;

/// <summary>Reads the tagged lines of yt-dlp's output, and ignores all others.</summary>
internal sealed class YtDlpOutput(Uri url, long maxBytes, IProgress<FetchProgress>? progress)
{
    private const int BufferSize = 16 * 1024;
    private const long ReportEvery = 256 * 1024;
    private FetchProgress? _latest;
    private long _reported;

    /// <summary>The path of the finished file, once yt-dlp has printed it.</summary>
    public string? Path { get; private set; }

    public string? Title { get; private set; }

    public async Task ReadAsync(RunningProcess process)
    {
        var lines = new LineSplitter(OnLine);
        var buffer = new byte[BufferSize];
        for (int read; (read = await process.ReadAsync(buffer, CancellationToken.None).ConfigureAwait(false)) > 0;)
        {
            lines.Append(buffer.AsSpan(0, read));
        }

        lines.Flush();
        Report(always: true);
    }

    public void OnLine(string line)
    {
        if (GetValue(line, YtDlpArguments.ProgressTag) is { } numbers)
        {
            OnProgress(numbers.Split(' '));
        }
        else if (GetValue(line, YtDlpArguments.TitleTag) is { } title)
        {
            Title = ReadTitle(title);
        }
        else if (GetValue(line, YtDlpArguments.PathTag) is { } path)
        {
            Path = path;
        }
    }

    private void OnProgress(string[] numbers)
    {
        if (numbers is not [var bytesText, var totalText] || Number(bytesText) is not { } bytes)
        {
            return;
        }

        _latest = new FetchProgress(bytes, Number(totalText));
        if (bytes > maxBytes || _latest.TotalBytes > maxBytes)
        {
            throw YtDlpFailures.TooLarge(url, maxBytes);
        }

        Report(always: false);
    }

    // Audio and video may be separate files, and the second counts from zero.
    private void Report(bool always)
    {
        if (_latest is not null && (always || _latest.Bytes < _reported || _latest.Bytes - _reported >= ReportEvery))
        {
            _reported = _latest.Bytes;
            progress?.Report(_latest);
        }
    }

    private static string? GetValue(string line, string tag) => line.StartsWith(tag, StringComparison.Ordinal) ? line[tag.Length..] : null;

    // yt-dlp prints NA for an unknown number, and a fraction for an estimate.
    private static long? Number(string text) => double.TryParse(text, CultureInfo.InvariantCulture, out var number) && number >= 0 ? (long)number : null;

    private static string? ReadTitle(string json)
    {
        try
        {
            using var title = JsonDocument.Parse(json);
            return title.RootElement.ValueKind == JsonValueKind.String ? title.RootElement.GetString() : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
