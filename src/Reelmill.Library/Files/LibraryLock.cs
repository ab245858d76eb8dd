using System.Globalization;
using System.Text;
using Reelmill.Core;

namespace Reelmill.Library.Files;

/// <summary>The lock on a library that its one writer holds: an flock, which the kernel releases when the process dies.</summary>
internal sealed class LibraryLock : IDisposable
{
    private readonly FileStream _file;

    private LibraryLock(FileStream file) => _file = file;

    /// <summary>Acquires the exclusive lock without waiting.</summary>
    /// <exception cref="LibraryException"><c>library_in_use</c>, which names the process that has it.</exception>
    public static LibraryLock Acquire(string folder)
    {
        var path = Path.Combine(folder, LibraryLayout.Lock);
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, bufferSize: 0);
        }
        catch (IOException e) when (DiskErrors.IsLocked(e))
        {
            throw new LibraryException(
                "library_in_use",
                $"Opening the library {folder} for writing: process {ReadHolder(path)} is writing to it. Wait for that process or stop it; reading needs no lock.",
                e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw DiskErrors.Explain(e, "Opening for writing", folder);
        }

        // On a full disk the lock works without the holder's process id.
        CleanUp.Quietly(() =>
        {
            file.SetLength(0);
            file.Write(Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
        });
        return new LibraryLock(file);
    }

    /// <summary>Acquires a shared lock, which blocks writers while a catalog is read as immutable; null when there is no lock file.</summary>
    /// <exception cref="LibraryException"><c>library_in_use</c>: another process is writing.</exception>
    public static LibraryLock? AcquireShared(string folder)
    {
        var path = Path.Combine(folder, LibraryLayout.Lock);
        try
        {
            return new LibraryLock(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0));
        }
        catch (IOException e) when (DiskErrors.IsLocked(e))
        {
            throw new LibraryException(
                "library_in_use", $"Reading the library {folder}: process {ReadHolder(path)} is writing to it, and this user may not create the shared memory file of its catalog. Read as that process's user, or wait.", e);
        }
        catch (Exception e) when (e is FileNotFoundException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // The file stays: deleting it would let two processes lock two files of the same name.
    public void Dispose() => _file.Dispose();

    // A FileStream would request a shared lock and fail, so the holder's process id is read without .NET's locking.
    private static string ReadHolder(string path)
    {
        try
        {
            using var handle = NativeFile.OpenForReading(path);
            Span<byte> text = stackalloc byte[16];
            var length = RandomAccess.Read(handle, text, 0);
            return length > 0 ? Encoding.ASCII.GetString(text[..length]) : "(unknown)";
        }
        catch (IOException)
        {
            return "(unknown)";
        }
    }
}
