using Reelmill.Core;

namespace Reelmill.Library.Files;

/// <summary>Translates file system errors to errors that tell the user what to do.</summary>
internal static class DiskErrors
{
    private const int WouldBlock = 11;
    private const int ReadOnly = 30;

    public static bool IsLocked(IOException error) => error.HResult == WouldBlock;

    public static LibraryException Explain(Exception error, string action, string path) => error switch
    {
        UnauthorizedAccessException or { HResult: ReadOnly } => new LibraryException(
            "library_read_only", $"{action} {path}: {SystemErrors.GetSentence(error)} Check who owns the folder, and that the disk is mounted read-write.", error),
        _ when SystemErrors.IsDiskFull(error) => new LibraryException(
            SystemErrors.DiskFull, $"{action} {path}: the disk is full. {SystemErrors.GetAdvice(SystemErrors.DiskFull)}", error),
        _ when SystemErrors.Explain(error) is { Code: var code } => new LibraryException(
            code, $"{action} {path}: {SystemErrors.GetSentence(error)} {SystemErrors.GetAdvice(code)}", error),
        _ => new LibraryException(
            "library_io", $"{action} {path}: {SystemErrors.GetSentence(error)} Check the disk, then run the command again; unfinished work is discarded.", error),
    };

    /// <summary>Runs work on the disk; its errors become those of <see cref="Explain"/>.</summary>
    public static void Guard(string action, string path, Action work) => Guard(
        action,
        path,
        () =>
        {
            work();
            return true;
        });

    /// <summary>Runs work on the disk; its errors become those of <see cref="Explain"/>.</summary>
    public static T Guard<T>(string action, string path, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Explain(e, action, path);
        }
    }

    /// <summary>Runs work on the disk; its errors become those of <see cref="Explain"/>.</summary>
    public static async Task<T> GuardAsync<T>(string action, string path, Func<Task<T>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Explain(e, action, path);
        }
    }

    /// <summary>Whether this process has reached its limit of open files, which SQLite reports as a file that it cannot open.</summary>
    public static bool AreFileHandlesExhausted()
    {
        try
        {
            using var any = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            return false;
        }
        catch (IOException e)
        {
            return SystemErrors.FindCode(e.HResult) == SystemErrors.TooManyFiles;
        }
    }
}
