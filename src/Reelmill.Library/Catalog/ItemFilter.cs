namespace Reelmill.Library.Catalog;

/// <summary>Selects items. A null property does not restrict the selection.</summary>
public sealed record ItemFilter
{
    /// <summary>Only items in this state.</summary>
    /// <value>Null by default: every state.</value>
    public ItemState? State { get; init; }

    /// <summary>Only items of this pipeline.</summary>
    /// <value>Null by default: every pipeline.</value>
    public string? Pipeline { get; init; }

    /// <summary>Only items whose last failure has this code.</summary>
    /// <value>Null by default: failed or not.</value>
    public string? ErrorCode { get; init; }

    /// <summary>Only items with this content.</summary>
    /// <value>Null by default.</value>
    public string? Video { get; init; }

    /// <summary>Only items whose source begins with this text, such as the members of an archive or the files below a folder.</summary>
    /// <value>Null by default.</value>
    public string? Under { get; init; }
}
