using System.Security.Cryptography;
using Reelmill.Core.Files;
using Reelmill.Library.Artifacts;

namespace Reelmill.Library.Publishing;

/// <summary>A file of a publication, on this machine or in memory.</summary>
/// <param name="Name">Its path below the stream's folder, as playlists name it.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">The hash that its bytes must have.</param>
/// <param name="Open">Opens it for reading; the caller closes it.</param>
internal sealed record PublicFile(string Name, FileKind Kind, long Bytes, string Sha256, Func<Stream> Open)
{
    private const int ReadSize = 128 * 1024;

    public StoredHeaders Headers => new(Kind.ContentType, Kind.CacheControl, Sha256);

    public static PublicFile OnDisk(string name, FileKind kind, Artifact artifact, string path) => new(
        name,
        kind,
        artifact.Bytes,
        artifact.Sha256,
        () => RegularFile.OpenRead(path, ReadSize));

    public static PublicFile InMemory(string name, FileKind kind, byte[] bytes) => new(
        name, kind, bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)), () => new MemoryStream(bytes, writable: false));

    /// <summary>Opens the file once its bytes are known to be the recorded ones, so that no damaged file goes out.</summary>
    /// <exception cref="Reelmill.Core.ItemException"><c>publish_refused</c>: they are not, or it is gone.</exception>
    public async Task<Stream> OpenCheckedAsync(string id, CancellationToken cancellationToken)
    {
        Stream? stream = null;
        try
        {
            stream = Open();
            if (stream.Length != Bytes
                || Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false)) != Sha256)
            {
                throw PublishErrors.Refuse(id, $"{Name} is not the file that was recorded when it was made. Make the stream again.");
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
                throw PublishErrors.Refuse(id, $"{Name} cannot be read: {e.Message} Make the stream again.", e);
            }

            throw;
        }
    }
}
