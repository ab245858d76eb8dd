using Reelmill.Media.Fetching;

namespace Reelmill.Media.Hls.Checking;

/// <summary>Options of an HLS check.</summary>
public sealed record HlsCheckOptions
{
    /// <summary>A folder of key files, looked up by the last segment of the key URI.</summary>
    /// <value>Null by default: each key is read from its URI.</value>
    public string? KeyFolder { get; init; }

    /// <summary>The network addresses that the checker may connect to.</summary>
    /// <value>All by default.</value>
    public AddressPolicy Addresses { get; init; } = AddressPolicy.Any;

    /// <summary>The time limit of one HTTP request.</summary>
    /// <value>60 seconds by default.</value>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Called with the name and segment count of each media playlist before its segments are read.</summary>
    /// <value>Null by default.</value>
    public Action<string, int>? OnPlaylist { get; init; }
}
