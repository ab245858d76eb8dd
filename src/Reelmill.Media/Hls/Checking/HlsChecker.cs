using Reelmill.Core;
using Reelmill.Media.Formats.Playlists;
using Reelmill.Media.Hls.Checking.Measuring;
using Reelmill.Media.Hls.Checking.Reading;

namespace Reelmill.Media.Hls.Checking;

/// <summary>
/// Checks a finished HLS stream by its files alone: reads, decrypts, parses and measures what a player would load, and
/// checks the result against RFC 8216 and Apple's HLS Authoring Specification. At most one segment is in memory at a
/// time.
/// </summary>
/// <remarks>Thread-safe; keeps no state.</remarks>
/// <param name="time">The clock of request timeouts; the system clock by default.</param>
public sealed class HlsChecker(TimeProvider? time = null)
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>Checks one stream.</summary>
    /// <param name="location">The stream to check.</param>
    /// <param name="options">The options of the check; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the check.</param>
    /// <returns>The report. An unreadable file is a finding, except for the first playlist.</returns>
    /// <exception cref="ItemException"><c>not_found</c>: the first playlist cannot be read.</exception>
    public async Task<HlsReport> CheckAsync(HlsLocation location, HlsCheckOptions? options, CancellationToken cancellationToken)
    {
        options ??= new HlsCheckOptions();
        using var web = new HttpFiles(location.Playlist, options, _time);
        using StreamFiles files = location.Folder is { } folder ? new LocalFiles(folder) : new HttpFiles(location.Playlist, options, _time);
        var keys = new KeyFinder(files, web, options.KeyFolder);
        var measured = await new StreamScanner(location, files, keys, options.OnPlaylist).ScanAsync(cancellationToken).ConfigureAwait(false);
        return HlsReport.Create(location.Text, HlsRules.Evaluate(measured), [.. measured.Variants.Select(v => Summarize(measured, v))]);
    }

    private static VariantMeasurement Summarize(MeasuredStream stream, MeasuredVariant variant)
    {
        var (peak, average) = stream.GetBitrates(variant);
        var video = variant.Track.FirstVideo;
        var codecs = new[] { video?.Codec, variant.Track.AudioCodec }
            .Concat(stream.GetAudio(variant).Select(static t => t.AudioCodec))
            .OfType<string>()
            .Distinct(StringComparer.Ordinal);
        return new VariantMeasurement(
            variant.Track.Name,
            video?.Parameters is { } parameters ? new Resolution(parameters.Width, parameters.Height) : null,
            string.Join(',', codecs) is { Length: > 0 } all ? all : null,
            variant.Track.FrameRate,
            variant.Track.Segments.Count,
            variant.Track.Seconds,
            average,
            variant.Entry?.AverageBandwidth,
            peak,
            variant.Entry?.Bandwidth);
    }
}
