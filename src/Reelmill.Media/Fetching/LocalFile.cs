using Reelmill.Core;
using Reelmill.Core.Files;

namespace Reelmill.Media.Fetching;

/// <summary>Checks whether a local path is a usable input.</summary>
internal static class LocalFile
{
    /// <summary>Finds the code and description of what is wrong with a path; null for a regular file.</summary>
    /// <param name="path">The path.</param>
    /// <param name="expected">The code for something that exists but is not a file.</param>
    public static (string Code, string Fault)? FindFault(string path, string expected = FetchCodes.NotMedia) => RegularFile.FindFault(path) is { } fault
        ? (GetCode(fault, expected), $"{fault.Text}. {GetAdvice(fault.Kind)}")
        : null;

    /// <summary>Rejects a path that is not a regular file, before a program is started on it.</summary>
    /// <exception cref="ItemException"><c>not_found</c>, <c>unreadable</c> or <c>not_media</c>.</exception>
    public static void Require(string doing, string path)
    {
        if (FindFault(path) is var (code, fault))
        {
            throw new ItemException(code, $"{doing} '{path}': {fault}");
        }
    }

    /// <summary>Opens a regular file. A file that cannot be opened fails the item.</summary>
    /// <exception cref="ItemException"><c>not_found</c>, <c>unreadable</c> or <c>not_media</c>.</exception>
    public static FileStream OpenRead(string doing, string path, int bufferSize = 1 << 16)
    {
        try
        {
            return RegularFile.OpenRead(path, bufferSize);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Require(doing, path);
            throw new ItemException(FetchCodes.Unreadable, $"{doing} '{path}': {SystemErrors.GetSentence(e)} Check the file's permissions.", innerException: e);
        }
    }

    private static string GetCode(FileFault fault, string expected) => fault.Kind switch
    {
        FileFaultKind.Missing or FileFaultKind.Folder => FetchCodes.NotFound,
        FileFaultKind.Refused => FetchCodes.Unreadable,
        _ => expected,
    };

    private static string GetAdvice(FileFaultKind kind) => kind switch
    {
        FileFaultKind.Missing => "Check the name and the folder it is relative to.",
        FileFaultKind.Refused => "Check its permissions.",
        _ => "Name a regular file.",
    };
}
