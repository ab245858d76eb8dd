namespace Reelmill.Media.Fetching;

/// <summary>Where an input's bytes are.</summary>
public enum InputKind
{
    /// <summary>A local file, used in place.</summary>
    File,

    /// <summary>An HTTP or HTTPS URL, to be downloaded.</summary>
    Url,

    /// <summary>Bytes in a program's memory, named by their content. Only <c>index</c> accepts them.</summary>
    Bytes,
}
