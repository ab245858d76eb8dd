using System.Runtime.InteropServices;

namespace Reelmill.Vision.Images;

/// <summary>A required native library is missing, so no item can be processed.</summary>
public sealed class MissingLibraryException : Exception
{
    internal MissingLibraryException(string library, string remedy, Exception innerException)
        : base($"{library} could not be loaded. To fix this: {remedy}. ({innerException.Message})", innerException)
    {
        Library = library;
        Remedy = remedy;
    }

    /// <summary>The file name of the library.</summary>
    public string Library { get; }

    /// <summary>The command that installs the library, or another fix.</summary>
    public string Remedy { get; }

    /// <summary>Loads a library, which then stays loaded; throws when that fails.</summary>
    internal static void EnsureLoadable(string library, string remedy)
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
