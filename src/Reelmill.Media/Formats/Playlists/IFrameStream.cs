namespace Reelmill.Media.Formats.Playlists;

/// <summary>The pictures of a variant that can be decoded by themselves (RFC 8216, 4.3.4.3).</summary>
/// <param name="Uri">Its media playlist.</param>
public sealed record IFrameStream(string Uri)
{
    /// <summary>The most bits a second; null when it is missing.</summary>
    public required long? Bandwidth { get; init; }

    /// <summary>The bits a second on average; null when the playlist does not say.</summary>
    public long? AverageBandwidth { get; init; }

    /// <summary>The codec (RFC 6381); null when the playlist does not say.</summary>
    public string? Codecs { get; init; }

    /// <summary>The size of its pictures; null when the playlist does not say.</summary>
    public Resolution? Resolution { get; init; }

    internal static IFrameStream Read(AttributeList attributes) => new(attributes.Required("URI"))
    {
        Bandwidth = attributes.Integer("BANDWIDTH"),
        AverageBandwidth = attributes.Integer("AVERAGE-BANDWIDTH"),
        Codecs = attributes.Text("CODECS"),
        Resolution = attributes.Size("RESOLUTION"),
    };

    internal string Write() => new AttributeWriter("EXT-X-I-FRAME-STREAM-INF")
        .Plain("BANDWIDTH", Bandwidth).Plain("AVERAGE-BANDWIDTH", AverageBandwidth).Quoted("CODECS", Codecs)
        .Plain("RESOLUTION", Resolution?.ToString()).Quoted("URI", Uri).ToString();
}
