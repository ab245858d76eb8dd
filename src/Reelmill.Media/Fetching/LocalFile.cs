using Reelmill.Core;
using Reelmill.Core.Files;

namespace Reelmill.Media.Fetching;

/// <summary>Says why a path of this machine is no input.</summary>
internal static class LocalFile
{
    /// <summary>The code and the words of what is wrong; null for a regular file.</summary>
    /// <param name="path">The path.</param>
    /// <param name="expected">The code of a thing that is there and is no file.</param>
    public static (string Code, string Fault)? FaultOf(string path, string expected = FetchCodes.NotMedia) => RegularFile.FindFault(path) is { } fault
        ? (CodeOf(fault, expected), $"{fault.Text}. {Advice(fault.Kind)}")
        : null;

    /// <summary>Refuses what is no regular file, before any program is started on it.</summary>
    /// <exception cref="ItemException"><c>not_found</c>, <c>unreadable</c> or <c>not_media</c>.</exception>
    public static void Require(string doing, string path)
    {
        if (FaultOf(path) is var (code, fault))
        {
            throw new ItemException(code, $"{doing} '{path}': {fault}");
        }
    }

    /// <summary>Opens a regular file; what cannot be opened is the item's failure.</summary>
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
            throw new ItemException(FetchCodes.Unreadable, $"{doing} '{path}': {e.Message} Check its permissions.", innerException: e);
        }
    }

    private static string CodeOf(FileFault fault, string expected) => fault.Kind switch
    {
        FileFaultKind.Missing or FileFaultKind.Folder => FetchCodes.NotFound,
        FileFaultKind.Refused => FetchCodes.Unreadable,
        _ => expected,
    };

    private static string Advice(FileFaultKind kind) => kind switch
    {
        FileFaultKind.Missing => "Check the name and where it is relative to.",
        FileFaultKind.Refused => "Check its permissions.",
        _ => "Name a regular file.",
    };
}
