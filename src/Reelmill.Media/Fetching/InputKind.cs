namespace Reelmill.Media.Fetching;

/// <summary>Where an input's bytes are.</summary>
public enum InputKind
{
    /// <summary>A file of this machine; it is used in place.</summary>
    File,

    /// <summary>An HTTP or HTTPS URL; it is downloaded.</summary>
    Url,

    /// <summary>Bytes that a program holds, named by their content. Only <c>index</c> takes them.</summary>
    Bytes,
}
