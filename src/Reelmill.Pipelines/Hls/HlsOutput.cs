using System.Text.Json;
using System.Text.Json.Serialization;
using Reelmill.Library.Catalog;
using Reelmill.Media.Hls.Checking;
using Reelmill.Media.Hls.Packaging;
using Reelmill.Pipelines.Runs;

namespace Reelmill.Pipelines.Hls;

/// <summary>A stream in a library.</summary>
/// <param name="Input">The file or URL, without secrets.</param>
/// <param name="Id">The id of its content, which is its folder's name.</param>
/// <param name="Master">Its master playlist, below the library's folder.</param>
/// <param name="Renditions">Its video renditions, largest first.</param>
/// <param name="Check">What <c>hls-check</c> says of it.</param>
public sealed record HlsOutput(string Input, string Id, string Master, IReadOnlyList<HlsRendition> Renditions, HlsCheck Check) : RunOutput(Input)
{
    /// <summary>What was held or filled so that sound and picture begin and end together.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>What became of its publication; null when it was not published in this run.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public HlsPublication? Published { get; init; }

    /// <summary>The stream that an item of the catalog made; null when it made none.</summary>
    /// <param name="item">An item of <c>hls</c>.</param>
    public static HlsOutput? Of(Item item) =>
        item is { State: ItemState.Done, Outcome: { } outcome } ? JsonSerializer.Deserialize(outcome, HlsJson.Default.HlsOutput) : null;

    private protected override void WriteTo(Utf8JsonWriter writer) => JsonSerializer.Serialize(writer, this, HlsJson.Default.HlsOutput);
}

/// <summary>What a check found.</summary>
/// <param name="Passed">Rules that nothing breaks.</param>
/// <param name="Failed">Rules that must hold and do not; 0, since such a stream is not kept.</param>
/// <param name="Warnings">Recommendations that are not followed, by the ids of their rules.</param>
public sealed record HlsCheck(int Passed, int Failed, IReadOnlyList<string> Warnings)
{
    internal static HlsCheck Of(HlsReport report) => new(
        report.Passed, report.Failed, [.. report.Findings.Select(static f => f.Rule).Distinct(StringComparer.Ordinal)]);
}

/// <summary>What publishing a stream did.</summary>
/// <param name="Url">Where its master playlist is.</param>
/// <param name="Why">What was done and why, such as <c>rebuilt: preset fast -> veryfast</c>.</param>
/// <param name="Uploaded">Files written.</param>
/// <param name="Skipped">Files that were there already.</param>
/// <param name="Bytes">Bytes written.</param>
public sealed record HlsPublication(string Url, string Why, int Uploaded, int Skipped, long Bytes);

/// <summary>A video rendition of a stream.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Width">The width in pixels.</param>
/// <param name="Height">The height in pixels.</param>
/// <param name="Bandwidth">Bits a second at its peak, sound included.</param>
/// <param name="AverageBandwidth">Bits a second on average, sound included.</param>
/// <param name="Codec">Its codec as RFC 6381 names it.</param>
/// <param name="Copied">Whether it is the source's own stream.</param>
public sealed record HlsRendition(string Name, int Width, int Height, long Bandwidth, long AverageBandwidth, string Codec, bool Copied)
{
    internal static HlsRendition Of(VideoVariant variant, StreamDescription stream)
    {
        var (peak, average) = VariantBandwidth.Of(variant.Track, stream);
        var rendition = variant.Rendition;
        return new HlsRendition(rendition.Name, rendition.Width, rendition.Height, peak, average, variant.Track.Codec, rendition.IsCopy);
    }
}

/// <summary>Generated serialisation, in camel case.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(HlsOutput))]
[JsonSerializable(typeof(HlsPublication))]
internal sealed partial class HlsJson : JsonSerializerContext;
