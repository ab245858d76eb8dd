using System.Globalization;
using System.Text;
using Reelmill.Core;
using Reelmill.Library.Artifacts.Disk;

namespace Reelmill.Library;

/// <summary>The right to write to a library: an flock, so that the kernel takes it back when the process dies.</summary>
internal sealed class LibraryLock : IDisposable
{
    private readonly FileStream _file;

    private LibraryLock(FileStream file) => _file = file;

    /// <summary>Takes the lock or says who has it; never waits.</summary>
    public static LibraryLock Take(string folder)
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
                $"Opening the library {folder} for writing: process {Holder(path)} is writing to it. Wait for it or stop it; reading needs no lock.",
                e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw DiskErrors.Explain(e, "Opening for writing", folder);
        }

        // On a full disk the lock holds all the same; only its holder is not told then.
        CleanUp.Quietly(() =>
        {
            file.SetLength(0);
            file.Write(Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
        });
        return new LibraryLock(file);
    }

    /// <summary>Keeps everybody from writing while a catalog is read as one that does not change; null where there is no lock file.</summary>
    /// <exception cref="LibraryException"><c>library_in_use</c>: somebody writes.</exception>
    public static LibraryLock? Share(string folder)
    {
        var path = Path.Combine(folder, LibraryLayout.Lock);
        try
        {
            return new LibraryLock(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0));
        }
        catch (IOException e) when (DiskErrors.IsLocked(e))
        {
            throw new LibraryException(
                "library_in_use", $"Reading the library {folder}: process {Holder(path)} is writing to it, and this user may not make the file that both would share. Read it as the user who writes, or wait.", e);
        }
        catch (Exception e) when (e is FileNotFoundException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // The file stays: removing it would let two processes hold locks on two files of one name.
    public void Dispose() => _file.Dispose();

    // FileStream would ask for a shared lock and be refused, so the holder's pid is read past .NET's locking.
    private static string Holder(string path)
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
