using System.Security.Cryptography;
using Reelmill.Core;
using Reelmill.Core.Files;
using Reelmill.Library.Catalog;

namespace Reelmill.Library.Publishing;

/// <summary>A file of a publication, on this machine or in memory.</summary>
/// <param name="Name">The path below the stream's folder, as playlists name it.</param>
/// <param name="Kind">The kind of the file.</param>
/// <param name="Bytes">The size in bytes.</param>
/// <param name="Sha256">The expected SHA-256 of the bytes.</param>
/// <param name="Open">Opens the file for reading; the caller closes it.</param>
internal sealed record PublicFile(string Name, FileKind Kind, long Bytes, string Sha256, Func<Stream> Open)
{
    private const int ReadSize = 128 * 1024;

    public StoredHeaders Headers => new(Kind.ContentType, Kind.CacheControl, Sha256);

    public static PublicFile FromDisk(string name, FileKind kind, Artifact artifact, string path) => new(
        name,
        kind,
        artifact.Bytes,
        artifact.Sha256,
        () => RegularFile.OpenRead(path, ReadSize));

    public static PublicFile FromBytes(string name, FileKind kind, byte[] bytes) => new(
        name, kind, bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)), () => new MemoryStream(bytes, writable: false));

    /// <summary>Opens the file after verifying its size and hash, so that no damaged file is published.</summary>
    /// <exception cref="Reelmill.Core.ItemException"><c>publish_refused</c>: the file is damaged or missing.</exception>
    public async Task<Stream> OpenCheckedAsync(string id, CancellationToken cancellationToken)
    {
        Stream? stream = null;
        try
        {
            stream = Open();
            if (stream.Length != Bytes
                || Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false)) != Sha256)
            {
                throw PublishErrors.Refuse(id, $"{Name} has changed since it was made. Make the stream again.");
            }

            stream.Position = 0;
            return stream;
        }
        catch (Exception e)
        {
            if (stream is not null)
            {
                await stream.DisposeAsync().ConfigureAwait(false);
            }

            if (e is IOException or UnauthorizedAccessException)
            {
                throw PublishErrors.Refuse(id, $"{Name} cannot be read: {SystemErrors.GetSentence(e)} Make the stream again.", e);
            }

            throw;
        }
    }
}
