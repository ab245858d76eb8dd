using Reelmill.Core;
using Reelmill.Media.Formats.Playlists;
using Reelmill.Media.Hls.Checking.Measuring;
using Reelmill.Media.Hls.Checking.Reading;

namespace Reelmill.Media.Hls.Checking;

/// <summary>
/// Checks a finished HLS stream by its files alone: reads, decrypts, parses and measures what a player would, and judges
/// it by RFC 8216 and Apple's authoring specification. It holds one segment at a time.
/// </summary>
/// <remarks>Safe for concurrent use; keeps no state.</remarks>
/// <param name="time">The clock of timeouts; the system's by default.</param>
public sealed class HlsChecker(TimeProvider? time = null)
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>Checks one stream.</summary>
    /// <param name="location">Where it is.</param>
    /// <param name="options">How it is checked; the defaults when null.</param>
    /// <param name="cancellationToken">Stops the check.</param>
    /// <returns>What was found. What cannot be read is a finding, except the first playlist.</returns>
    /// <exception cref="ItemException"><c>not_found</c>: the first playlist cannot be read.</exception>
    public async Task<HlsReport> CheckAsync(HlsLocation location, HlsCheckOptions? options, CancellationToken cancellationToken)
    {
        options ??= new HlsCheckOptions();
        using var web = new HttpFiles(location.Playlist, options, _time);
        using StreamFiles files = location.Folder is { } folder ? new LocalFiles(folder) : new HttpFiles(location.Playlist, options, _time);
        var keys = new KeyFinder(files, web, options.KeyFolder);
        var facts = await new StreamMeasurement(location, files, keys, options.OnPlaylist).MeasureAsync(cancellationToken).ConfigureAwait(false);
        return HlsReport.Of(location.Text, HlsRules.Judge(facts), [.. facts.Variants.Select(v => Measured(facts, v))]);
    }

    private static VariantMeasurement Measured(StreamFacts facts, VariantFacts variant)
    {
        var (peak, average) = facts.RatesOf(variant);
        var pictures = variant.Track.FirstPictures;
        var codecs = new[] { pictures?.Codec, variant.Track.AudioCodec }
            .Concat(facts.AudioOf(variant).Select(static t => t.AudioCodec))
            .OfType<string>()
            .Distinct(StringComparer.Ordinal);
        return new VariantMeasurement(
            variant.Track.Name,
            pictures?.Parameters is { } parameters ? new Resolution(parameters.Width, parameters.Height) : null,
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
