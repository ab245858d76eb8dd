namespace Reelmill.Media.Formats.Playlists;

/// <summary>A variant stream of a presentation: EXT-X-STREAM-INF (RFC 8216, 4.3.4.2).</summary>
/// <param name="Uri">The URI of the media playlist.</param>
public sealed record VariantStream(string Uri)
{
    /// <summary>The value of <see cref="ClosedCaptions"/> for a variant without closed captions.</summary>
    public const string NoCaptions = "NONE";

    /// <summary>The peak bitrate in bits per second, renditions included; null when the required attribute is missing.</summary>
    public required long? Bandwidth { get; init; }

    /// <summary>The average bitrate in bits per second, renditions included; null when absent.</summary>
    public long? AverageBandwidth { get; init; }

    /// <summary>The codec strings (RFC 6381), separated by commas; null when absent.</summary>
    public string? Codecs { get; init; }

    /// <summary>The frame size in pixels; null when absent.</summary>
    public Resolution? Resolution { get; init; }

    /// <summary>The maximum frame rate in frames per second; null when absent.</summary>
    public decimal? FrameRate { get; init; }

    /// <summary>The group of audio renditions; null when the variant has no audio group.</summary>
    public string? Audio { get; init; }

    /// <summary>The group of subtitle renditions; null for none.</summary>
    public string? Subtitles { get; init; }

    /// <summary>The group of closed captions, or <c>NONE</c>; null when absent.</summary>
    public string? ClosedCaptions { get; init; }

    internal static VariantStream Read(string uri, AttributeList attributes) => new(uri)
    {
        Bandwidth = attributes.GetInteger("BANDWIDTH"),
        AverageBandwidth = attributes.GetInteger("AVERAGE-BANDWIDTH"),
        Codecs = attributes.GetText("CODECS"),
        Resolution = attributes.GetResolution("RESOLUTION"),
        FrameRate = attributes.GetDecimal("FRAME-RATE"),
        Audio = attributes.GetText("AUDIO"),
        Subtitles = attributes.GetText("SUBTITLES"),
        ClosedCaptions = attributes.GetText("CLOSED-CAPTIONS"),
    };

    internal string Write()
    {
        var writer = new AttributeWriter("EXT-X-STREAM-INF")
            .Unquoted("BANDWIDTH", Bandwidth).Unquoted("AVERAGE-BANDWIDTH", AverageBandwidth).Quoted("CODECS", Codecs)
            .Unquoted("RESOLUTION", Resolution?.ToString()).Unquoted("FRAME-RATE", FrameRate)
            .Quoted("AUDIO", Audio).Quoted("SUBTITLES", Subtitles);
        return (ClosedCaptions == NoCaptions ? writer.Unquoted("CLOSED-CAPTIONS", NoCaptions) : writer.Quoted("CLOSED-CAPTIONS", ClosedCaptions)).ToString();
    }
}
