namespace Reelmill.Core.Files;

/// <summary>Why a path cannot be read as a file.</summary>
/// <param name="Kind">The kind of the fault.</param>
/// <param name="Text">The fault in words that follow the path, such as <c>it is a named pipe, not a file</c>.</param>
internal sealed record FileFault(FileFaultKind Kind, string Text)
{
    /// <summary>The fault as the exception that .NET's own file calls would throw.</summary>
    public Exception ToException(string path) => Kind switch
    {
        FileFaultKind.Missing => new FileNotFoundException($"'{path}': {Text}.", path),
        FileFaultKind.Refused => new UnauthorizedAccessException($"'{path}': {Text}."),
        _ => new IOException($"'{path}': {Text}."),
    };
}

/// <summary>The kinds of faults.</summary>
internal enum FileFaultKind
{
    /// <summary>Nothing is there, or a link to nothing.</summary>
    Missing,

    /// <summary>The system refuses to look at it or to read it.</summary>
    Refused,

    /// <summary>It is a folder.</summary>
    Folder,

    /// <summary>It is a named pipe, a socket or a device.</summary>
    NotAFile,
}
