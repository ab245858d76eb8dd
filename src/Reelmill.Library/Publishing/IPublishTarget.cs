namespace Reelmill.Library.Publishing;

/// <summary>Where finished streams are published: a folder that a web server serves, or a bucket.</summary>
/// <remarks>
/// Thread-safe. Keys are paths below the target with forward slashes, made of letters, digits, <c>.</c>, <c>_</c> and
/// <c>-</c>. Members throw <see cref="Reelmill.Core.ItemException"/> with <c>publish_failed</c> when only this call
/// failed, and <see cref="Reelmill.Core.PipelineException"/> with <c>publish_failed</c> or <c>disk_full</c> when the
/// target as a whole cannot be used: it refuses access, or the bucket is not there.
/// </remarks>
public interface IPublishTarget : IDisposable
{
    /// <summary>Where a player, or a user, finds what is published under a key: a URL, or a path on this machine.</summary>
    /// <param name="key">The key.</param>
    string UrlOf(string key);

    /// <summary>Everything below a folder, in no particular order.</summary>
    /// <param name="folder">The folder's key, without a slash at its end. It need not be there.</param>
    /// <param name="cancellationToken">Stops the listing.</param>
    Task<IReadOnlyList<StoredFile>> ListAsync(string folder, CancellationToken cancellationToken);

    /// <summary>The SHA-256 of what is there, in lower-case hexadecimal; null when nothing is there, or it is not known.</summary>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    Task<string?> Sha256Async(string key, CancellationToken cancellationToken);

    /// <summary>The whole content of a small file; null when it is not there.</summary>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    Task<byte[]?> ReadAsync(string key, CancellationToken cancellationToken);

    /// <summary>Adds or replaces a file in one step: a reader sees the old one or the new one, whole.</summary>
    /// <param name="key">The key.</param>
    /// <param name="content">The content, from its start; it can be rewound, and is not closed.</param>
    /// <param name="headers">What is kept with it.</param>
    /// <param name="cancellationToken">Stops the call; then the old file stays.</param>
    Task WriteAsync(string key, Stream content, StoredHeaders headers, CancellationToken cancellationToken);

    /// <summary>Removes files; those that are not there do not count.</summary>
    /// <param name="keys">Their keys.</param>
    /// <param name="cancellationToken">Stops between files.</param>
    Task RemoveAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken);
}
