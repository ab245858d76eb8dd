namespace Reelmill.Media.Formats.Playlists;

/// <summary>An I-frame playlist of a variant stream, for trick play: EXT-X-I-FRAME-STREAM-INF (RFC 8216, 4.3.4.3).</summary>
/// <param name="Uri">The URI of the media playlist.</param>
public sealed record IFrameStream(string Uri)
{
    /// <summary>The peak bitrate in bits per second; null when the required attribute is missing.</summary>
    public required long? Bandwidth { get; init; }

    /// <summary>The average bitrate in bits per second; null when absent.</summary>
    public long? AverageBandwidth { get; init; }

    /// <summary>The codec string (RFC 6381); null when absent.</summary>
    public string? Codecs { get; init; }

    /// <summary>The frame size in pixels; null when absent.</summary>
    public Resolution? Resolution { get; init; }

    internal static IFrameStream Read(AttributeList attributes) => new(attributes.RequireText("URI"))
    {
        Bandwidth = attributes.GetInteger("BANDWIDTH"),
        AverageBandwidth = attributes.GetInteger("AVERAGE-BANDWIDTH"),
        Codecs = attributes.GetText("CODECS"),
        Resolution = attributes.GetResolution("RESOLUTION"),
    };

    internal string Write() => new AttributeWriter("EXT-X-I-FRAME-STREAM-INF")
        .Unquoted("BANDWIDTH", Bandwidth).Unquoted("AVERAGE-BANDWIDTH", AverageBandwidth).Quoted("CODECS", Codecs)
        .Unquoted("RESOLUTION", Resolution?.ToString()).Quoted("URI", Uri).ToString();
}
