namespace Reelmill.Media.Formats.Playlists;

/// <summary>One way to play the whole presentation (RFC 8216, 4.3.4.2).</summary>
/// <param name="Uri">Its media playlist.</param>
public sealed record VariantStream(string Uri)
{
    /// <summary>The <see cref="ClosedCaptions"/> of a variant without captions.</summary>
    public const string NoCaptions = "NONE";

    /// <summary>The most bits a second, its renditions included; null when it is missing.</summary>
    public required long? Bandwidth { get; init; }

    /// <summary>The bits a second on average, its renditions included; null when the playlist does not say.</summary>
    public long? AverageBandwidth { get; init; }

    /// <summary>The codecs (RFC 6381), separated by commas; null when the playlist does not say.</summary>
    public string? Codecs { get; init; }

    /// <summary>The size of its pictures; null when the playlist does not say.</summary>
    public Resolution? Resolution { get; init; }

    /// <summary>The most pictures a second; null when the playlist does not say.</summary>
    public decimal? FrameRate { get; init; }

    /// <summary>The group of its sound; null for its own sound.</summary>
    public string? Audio { get; init; }

    /// <summary>The group of its subtitles; null for none.</summary>
    public string? Subtitles { get; init; }

    /// <summary>The group of its captions, or <c>NONE</c>; null when the playlist does not say.</summary>
    public string? ClosedCaptions { get; init; }

    internal static VariantStream Read(string uri, AttributeList attributes) => new(uri)
    {
        Bandwidth = attributes.Integer("BANDWIDTH"),
        AverageBandwidth = attributes.Integer("AVERAGE-BANDWIDTH"),
        Codecs = attributes.Text("CODECS"),
        Resolution = attributes.Size("RESOLUTION"),
        FrameRate = attributes.Number("FRAME-RATE"),
        Audio = attributes.Text("AUDIO"),
        Subtitles = attributes.Text("SUBTITLES"),
        ClosedCaptions = attributes.Text("CLOSED-CAPTIONS"),
    };

    internal string Write()
    {
        var writer = new AttributeWriter("EXT-X-STREAM-INF")
            .Plain("BANDWIDTH", Bandwidth).Plain("AVERAGE-BANDWIDTH", AverageBandwidth).Quoted("CODECS", Codecs)
            .Plain("RESOLUTION", Resolution?.ToString()).Plain("FRAME-RATE", FrameRate)
            .Quoted("AUDIO", Audio).Quoted("SUBTITLES", Subtitles);
        return (ClosedCaptions == NoCaptions ? writer.Plain("CLOSED-CAPTIONS", NoCaptions) : writer.Quoted("CLOSED-CAPTIONS", ClosedCaptions)).ToString();
    }
}
