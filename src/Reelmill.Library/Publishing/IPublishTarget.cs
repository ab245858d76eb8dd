namespace Reelmill.Library.Publishing;

/// <summary>Stores published streams: a folder that a web server serves, or a bucket.</summary>
/// <remarks>
/// Thread-safe. Keys are paths below the target with forward slashes; their parts consist of letters, digits, <c>.</c>,
/// <c>_</c> and <c>-</c>. Members throw <see cref="Reelmill.Core.ItemException"/> with <c>publish_failed</c> when only
/// this call failed, and <see cref="Reelmill.Core.PipelineException"/> with <c>publish_failed</c> or <c>disk_full</c> when
/// the whole target cannot be used: access is denied, or the bucket does not exist.
/// </remarks>
public interface IPublishTarget : IDisposable
{
    /// <summary>Returns the address of a published file: a URL, or a path on this machine.</summary>
    /// <param name="key">The key.</param>
    string GetUrl(string key);

    /// <summary>Lists all files below a folder, in no particular order.</summary>
    /// <param name="folder">The folder's key, without a trailing slash. The folder need not exist.</param>
    /// <param name="cancellationToken">Stops the listing.</param>
    Task<IReadOnlyList<StoredFile>> ListAsync(string folder, CancellationToken cancellationToken);

    /// <summary>Returns the SHA-256 of a file, in lower-case hexadecimal; null when the file does not exist or the hash is unknown.</summary>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    Task<string?> Sha256Async(string key, CancellationToken cancellationToken);

    /// <summary>Reads a small file completely; null when the file does not exist.</summary>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    Task<byte[]?> ReadAsync(string key, CancellationToken cancellationToken);

    /// <summary>Adds or replaces a file atomically: a reader sees the old file or the new one, never a part.</summary>
    /// <param name="key">The key.</param>
    /// <param name="content">The content, from position 0. The stream must be seekable; it is not closed.</param>
    /// <param name="headers">The headers to store with the file.</param>
    /// <param name="cancellationToken">Stops the call; the old file stays.</param>
    Task WriteAsync(string key, Stream content, StoredHeaders headers, CancellationToken cancellationToken);

    /// <summary>Removes files. Missing files are ignored.</summary>
    /// <param name="keys">The keys of the files.</param>
    /// <param name="cancellationToken">Stops between files.</param>
    Task RemoveAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken);
}
