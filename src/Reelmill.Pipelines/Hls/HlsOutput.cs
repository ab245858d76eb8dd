using System.Text.Json;
using System.Text.Json.Serialization;
using Reelmill.Library.Catalog;
using Reelmill.Media.Hls.Checking;
using Reelmill.Media.Hls.Packaging;
using Reelmill.Pipelines.Runs;

namespace Reelmill.Pipelines.Hls;

/// <summary>A finished stream in a library.</summary>
/// <param name="Input">The input file or URL, without secrets.</param>
/// <param name="Id">The content id of the video, which is the name of the stream's folder.</param>
/// <param name="Master">The path of the master playlist, relative to the library's folder.</param>
/// <param name="Renditions">The video renditions, largest first.</param>
/// <param name="Check">The result of <c>hls-check</c>.</param>
public sealed record HlsOutput(string Input, string Id, string Master, IReadOnlyList<HlsRendition> Renditions, HlsCheck Check) : RunOutput(Input)
{
    /// <summary>Notes on repeated frames and inserted silence, by which audio and video begin and end together.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>The result of publishing; null when the stream was not published in this run.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public HlsPublication? Published { get; init; }

    /// <summary>Reads the stream of a catalog item; null when the item has none.</summary>
    /// <param name="item">An item of the <c>hls</c> pipeline.</param>
    public static HlsOutput? From(Item item) =>
        item is { State: ItemState.Done, Outcome: { } outcome } ? JsonSerializer.Deserialize(outcome, HlsJson.Default.HlsOutput) : null;

    private protected override void WriteTo(Utf8JsonWriter writer) => JsonSerializer.Serialize(writer, this, HlsJson.Default.HlsOutput);
}

/// <summary>The result of an HLS check.</summary>
/// <param name="Passed">The number of rules without a violation.</param>
/// <param name="Failed">The number of broken MUST rules; 0, since a stream that breaks one is not kept.</param>
/// <param name="Warnings">The ids of broken SHOULD rules.</param>
public sealed record HlsCheck(int Passed, int Failed, IReadOnlyList<string> Warnings)
{
    internal static HlsCheck From(HlsReport report) => new(
        report.Passed, report.Failed, [.. report.Findings.Select(static f => f.Rule).Distinct(StringComparer.Ordinal)]);
}

/// <summary>The result of publishing a stream.</summary>
/// <param name="Url">The URL of the master playlist.</param>
/// <param name="Why">The action and its reason, such as <c>rebuilt: preset fast -> veryfast</c>.</param>
/// <param name="Uploaded">The number of files written.</param>
/// <param name="Skipped">The number of files that were already there.</param>
/// <param name="Bytes">The number of bytes written.</param>
public sealed record HlsPublication(string Url, string Why, int Uploaded, int Skipped, long Bytes);

/// <summary>A video rendition of a stream.</summary>
/// <param name="Name">The name, such as <c>720p</c>.</param>
/// <param name="Width">The width in pixels.</param>
/// <param name="Height">The height in pixels.</param>
/// <param name="Bandwidth">The peak bitrate in bits per second, audio included.</param>
/// <param name="AverageBandwidth">The average bitrate in bits per second, audio included.</param>
/// <param name="Codec">The codec as RFC 6381 names it.</param>
/// <param name="Copied">Whether this is a passthrough rendition, with the source's own elementary stream.</param>
public sealed record HlsRendition(string Name, int Width, int Height, long Bandwidth, long AverageBandwidth, string Codec, bool Copied)
{
    internal static HlsRendition From(VideoVariant variant, StreamDescription stream)
    {
        var (peak, average) = VariantBandwidth.Measure(variant.Track, stream);
        var rendition = variant.Rendition;
        return new HlsRendition(rendition.Name, rendition.Width, rendition.Height, peak, average, variant.Track.Codec, rendition.IsPassthrough);
    }
}

/// <summary>Source-generated JSON serialization, in camel case.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(HlsOutput))]
[JsonSerializable(typeof(HlsPublication))]
internal sealed partial class HlsJson : JsonSerializerContext;
