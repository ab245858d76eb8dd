using System.Security.Cryptography;
using Reelmill.Library.Ownership;

namespace Reelmill.Library.Artifacts.Disk;

/// <summary>
/// The folder for the unfinished work of one process. Its name is new and in the journal before it is made, so that all
/// that is below it is the library's own, and one row speaks for any number of files.
/// </summary>
internal sealed class SessionFolder(string library, Journal journal) : IDisposable
{
    public const string Prefix = "session-";

    private const int RandomDigits = 16;

    private readonly SemaphoreSlim _turn = new(1, 1);
    private string? _path;

    /// <summary>The folder's full path; the first call makes the folder.</summary>
    public async Task<string> PathAsync(CancellationToken cancellationToken)
    {
        if (_path is { } made)
        {
            return made;
        }

        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _path ??= await MakeAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Removes the folder when nothing is left in it; what is left, the next sweep judges.</summary>
    public void Dispose()
    {
        if (_path is { } path && Directory.Exists(path) && !Directory.EnumerateFileSystemEntries(path).Any())
        {
            Directory.Delete(path);
        }

        _turn.Dispose();
    }

    private async Task<string> MakeAsync(CancellationToken cancellationToken)
    {
        var name = Prefix + RandomNumberGenerator.GetHexString(RandomDigits, lowercase: true);
        await journal.AddAsync([$"{LibraryLayout.Staging}/{name}"], cancellationToken).ConfigureAwait(false);
        var path = Path.Combine(library, LibraryLayout.Staging, name);
        DiskArtifactStore.Guard("Making", path, () =>
        {
            FolderSwap.Make(Path.GetDirectoryName(path)!);
            Directory.CreateDirectory(path);
        });
        return path;
    }
}
