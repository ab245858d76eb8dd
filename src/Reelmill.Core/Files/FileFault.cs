namespace Reelmill.Core.Files;

/// <summary>The reason why a path cannot be read as a file.</summary>
/// <param name="Kind">The kind of the fault.</param>
/// <param name="Text">The text that follows the path in a message, such as <c>it is a named pipe, not a file</c>.</param>
internal sealed record FileFault(FileFaultKind Kind, string Text)
{
    /// <summary>Creates the exception that .NET's own file APIs would throw.</summary>
    public Exception ToException(string path) => Kind switch
    {
        FileFaultKind.Missing => new FileNotFoundException($"'{path}': {Text}.", path),
        FileFaultKind.Refused => new UnauthorizedAccessException($"'{path}': {Text}."),
        _ => new IOException($"'{path}': {Text}."),
    };
}

/// <summary>The kind of a file fault.</summary>
internal enum FileFaultKind
{
    /// <summary>The path does not exist, or is a broken link.</summary>
    Missing,

    /// <summary>The system denies access.</summary>
    Refused,

    /// <summary>The path is a folder.</summary>
    Folder,

    /// <summary>The path is a named pipe, a socket or a device.</summary>
    NotAFile,
}
