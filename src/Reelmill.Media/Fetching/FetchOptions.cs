namespace Reelmill.Media.Fetching;

/// <summary>How inputs are fetched.</summary>
public sealed record FetchOptions
{
    /// <summary>What downloads a URL.</summary>
    /// <value><see cref="FetcherKind.Auto"/> by default.</value>
    public FetcherKind Kind { get; init; } = FetcherKind.Auto;

    /// <summary>The size, in bytes, over which a download is given up. Bytes are counted, whatever the server says.</summary>
    /// <value>2 GiB by default.</value>
    public long MaxBytes { get; init; } = 2L << 30;

    /// <summary>How long finding the host and connecting to it may take.</summary>
    /// <value>10 seconds by default.</value>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a server may send nothing.</summary>
    /// <value>30 seconds by default.</value>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How many bytes a second must come, on the average of each time as long as <see cref="StallTimeout"/>; with yt-dlp,
    /// which also reads pages and joins files, of four times that.
    /// </summary>
    /// <value>1,024 by default; 0 for any rate.</value>
    public long MinBytesPerSecond { get; init; } = 1024;

    /// <summary>How long one input may take in all, its retries included and the wait for its host's turn excluded.</summary>
    /// <value>1 hour by default.</value>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How many redirects are followed.</summary>
    /// <value>5 by default.</value>
    public int MaxRedirects { get; init; } = 5;

    /// <summary>How many downloads run at once from one host, over all fetchers of the process.</summary>
    /// <value>4 by default.</value>
    public int MaxPerHost { get; init; } = 4;

    /// <summary>How often a download is tried in all when it fails for a transient reason.</summary>
    /// <value>3 by default.</value>
    public int MaxTries { get; init; } = 3;

    /// <summary>Which addresses may be dialled.</summary>
    /// <value>
    /// <see cref="AddressPolicy.Any"/> by default. With any other policy yt-dlp connects through a proxy that asks the
    /// policy, starts no other program, and so gets no media that ffmpeg would have to load or to join.
    /// </value>
    public AddressPolicy Addresses { get; init; } = AddressPolicy.Any;

    /// <summary>The yt-dlp executable: a name that is looked up in PATH, or a path.</summary>
    /// <value><c>yt-dlp</c> by default.</value>
    public string YtDlpPath { get; init; } = "yt-dlp";

    /// <summary>Checks that the options make sense together.</summary>
    /// <exception cref="ArgumentException">One does not; the message names it and says what it may be.</exception>
    public void Validate()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(YtDlpPath);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxBytes);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(ConnectTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(StallTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Deadline, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfNegative(MinBytesPerSecond);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxRedirects);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxPerHost, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxTries, 1);
    }
}
