using System.Runtime.CompilerServices;
using Reelmill.Media.Fetching.Lists;

namespace Reelmill.Media.Fetching.Following;

/// <summary>
/// Follows folders and lists that grow: a file is given once it is whole, a line of a list once it has ended, each source
/// once. Folders are watched, and looked through from time to time for what a watch does not tell, as on network disks.
/// </summary>
/// <remarks>Memory grows by each source that was given. Safe for any number of enumerations at once, each of which begins anew.</remarks>
/// <param name="expand">Turns names into inputs, as <see cref="InputList.Expand"/> does.</param>
/// <param name="time">The clock.</param>
public sealed class InputFollower(Func<IEnumerable<string>, IEnumerable<MediaInput>> expand, TimeProvider time)
{
    /// <summary>How long ago a file was last changed when it is whole.</summary>
    /// <value>2 seconds by default.</value>
    public TimeSpan Settled { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long is waited at least before everything is looked through again.</summary>
    /// <value>1 second by default.</value>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long is waited at most.</summary>
    /// <value>30 seconds by default.</value>
    public TimeSpan Poll { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Gives inputs as they come.</summary>
    /// <param name="names">Files, folders, lists and URLs.</param>
    /// <param name="cancellationToken">Ends it; nothing else does.</param>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public async IAsyncEnumerable<MediaInput> FollowAsync(IReadOnlyList<string> names, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var given = new HashSet<string>(StringComparer.Ordinal);
        var files = new GrowingFiles(time, Settled);
        using var watch = new FolderWatch(names);
        while (true)
        {
            watch.Clear();
            files.Begin();
            foreach (var input in expand(names.Where(files.IsReadable)))
            {
                if (!given.Contains(input.Source) && IsReady(input, files))
                {
                    given.Add(input.Source);
                    yield return input;
                }
            }

            await Task.Delay(Interval, time, cancellationToken).ConfigureAwait(false);
            if (!files.AnyGrowing)
            {
                await watch.WaitAsync(Poll, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>What is missing in a folder or in a list may come; every other problem is the input's.</summary>
    private static bool IsReady(MediaInput input, GrowingFiles files) => input.Problem is { } problem
        ? !(Directory.Exists(input.Source) && problem.Code == FetchCodes.NotFound) && !problem.Message.Contains(ListFile.Nothing, StringComparison.Ordinal)
        : input.Kind == InputKind.Url || files.IsWhole(input.Source);
}
