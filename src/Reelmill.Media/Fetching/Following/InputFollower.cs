using System.Runtime.CompilerServices;
using Reelmill.Media.Fetching.Lists;

namespace Reelmill.Media.Fetching.Following;

/// <summary>
/// Follows growing folders and lists. Each source is returned once: a file when it is complete, a line of a list when it has
/// ended. Folders are watched, and also polled for changes that notifications miss, as on network disks.
/// </summary>
/// <remarks>Memory grows with each returned source. Any number of enumerations may run at once; each starts from the beginning.</remarks>
/// <param name="expand">Expands names to inputs, as <see cref="InputList.Expand"/> does.</param>
/// <param name="time">The clock.</param>
public sealed class InputFollower(Func<IEnumerable<string>, IEnumerable<MediaInput>> expand, TimeProvider time)
{
    /// <summary>How long a file must be unchanged to count as complete.</summary>
    /// <value>2 seconds by default.</value>
    public TimeSpan SettleTime { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The minimum time between two scans.</summary>
    /// <value>1 second by default.</value>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The maximum time between two scans.</summary>
    /// <value>30 seconds by default.</value>
    public TimeSpan Poll { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Returns inputs as they appear.</summary>
    /// <param name="names">Files, folders, lists and URLs.</param>
    /// <param name="cancellationToken">Ends the enumeration, which never ends otherwise.</param>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public async IAsyncEnumerable<MediaInput> FollowAsync(IReadOnlyList<string> names, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var given = new HashSet<string>(StringComparer.Ordinal);
        var files = new GrowingFiles(time, SettleTime);
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

    /// <summary>
    /// Whether an input can be returned. Media missing from a folder or a list may still appear; every other problem is
    /// returned with the input.
    /// </summary>
    private static bool IsReady(MediaInput input, GrowingFiles files) => input.Problem is { } problem
        ? !(Directory.Exists(input.Source) && problem.Code == FetchCodes.NotFound) && !problem.Message.Contains(ListFile.EmptyList, StringComparison.Ordinal)
        : input.Kind == InputKind.Url || files.IsComplete(input.Source);
}
