using System.Runtime.InteropServices;

namespace Reelmill.Vision.Images;

/// <summary>A native library that the machine must have is not there: nothing can be done for any item.</summary>
public sealed class MissingLibraryException : Exception
{
    internal MissingLibraryException(string library, string remedy, Exception innerException)
        : base($"{library} could not be loaded. Install it: {remedy}. ({innerException.Message})", innerException)
    {
        Library = library;
        Remedy = remedy;
    }

    /// <summary>The file that was looked for.</summary>
    public string Library { get; }

    /// <summary>The command that installs it.</summary>
    public string Remedy { get; }

    /// <summary>Loads a library, which then stays loaded, or says what to install.</summary>
    internal static void ThrowIfAbsent(string library, string remedy)
    {
        try
        {
            NativeLibrary.Load(library);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            throw new MissingLibraryException(library, remedy, e);
        }
    }
}
