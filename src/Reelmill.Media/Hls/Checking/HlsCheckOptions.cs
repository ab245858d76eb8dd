using Reelmill.Media.Fetching;

namespace Reelmill.Media.Hls.Checking;

/// <summary>How a check is done.</summary>
public sealed record HlsCheckOptions
{
    /// <summary>A folder with keys, found by the last part of their URI.</summary>
    /// <value>Null by default: keys are read from where their URI leads.</value>
    public string? KeyFolder { get; init; }

    /// <summary>Which addresses may be connected to.</summary>
    /// <value>All by default.</value>
    public AddressPolicy Addresses { get; init; } = AddressPolicy.Any;

    /// <summary>How long one request may take.</summary>
    /// <value>60 seconds by default.</value>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Called with each media playlist and the number of its segments before these are read.</summary>
    /// <value>Null by default.</value>
    public Action<string, int>? OnPlaylist { get; init; }
}
