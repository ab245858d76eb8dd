using System.Security.Cryptography;
using Reelmill.Library.Catalog;
using Reelmill.Library.Files;

namespace Reelmill.Library.Artifacts.Disk;

/// <summary>
/// The staging folder of one process. Its unique name enters the journal before the folder exists, so that one journal row
/// covers every file below it.
/// </summary>
internal sealed class SessionFolder(string library, Journal journal) : IDisposable
{
    public const string Prefix = "session-";

    private const int RandomDigits = 16;

    private readonly SemaphoreSlim _writeGate = new(1, 1);
    private string? _path;

    /// <summary>Gets the folder's full path; the first call creates the folder.</summary>
    public async Task<string> GetPathAsync(CancellationToken cancellationToken)
    {
        if (_path is { } path)
        {
            return path;
        }

        await _writeGate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _path ??= await MakeAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _writeGate.Release();
        }
    }

    /// <summary>Removes the folder if it is empty. The next sweep handles leftovers.</summary>
    public void Dispose()
    {
        if (_path is { } path && Directory.Exists(path) && !Directory.EnumerateFileSystemEntries(path).Any())
        {
            Directory.Delete(path);
        }

        _writeGate.Dispose();
    }

    private async Task<string> MakeAsync(CancellationToken cancellationToken)
    {
        var name = Prefix + RandomNumberGenerator.GetHexString(RandomDigits, lowercase: true);
        await journal.AddAsync([$"{LibraryLayout.Staging}/{name}"], cancellationToken).ConfigureAwait(false);
        var path = Path.Combine(library, LibraryLayout.Staging, name);
        DiskErrors.Guard("Creating", path, () =>
        {
            FolderSwap.CreateFolder(Path.GetDirectoryName(path)!);
            Directory.CreateDirectory(path);
        });
        return path;
    }
}
