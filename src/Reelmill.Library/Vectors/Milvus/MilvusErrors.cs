using System.Text.Json;
using Reelmill.Core;

namespace Reelmill.Library.Vectors.Milvus;

/// <summary>Turns what Milvus answers into what a user can act on.</summary>
internal static class MilvusErrors
{
    /// <summary>Whether the same request may succeed a little later.</summary>
    public static bool IsTransient(Exception error) => error is MilvusException { IsTransient: true } or HttpRequestException or IOException;

    /// <param name="error">The last try's.</param>
    /// <param name="doing">What was being done.</param>
    /// <param name="collection">The collection's name, or an empty text.</param>
    /// <param name="shown">The address.</param>
    public static Exception Explain(Exception error, string doing, string collection, string shown)
    {
        var what = $"{doing} {(collection.Length > 0 ? $"the collection '{collection}' at " : "")}{shown}";
        return error switch
        {
            MilvusException { Code: MilvusException.NotFound } when collection.Length > 0 => VectorErrors.Unknown(collection, error),
            MilvusException { IsDenied: true } => new PipelineException(
                VectorErrors.Failed, $"{what}: the server refuses the token, or the token lacks the privilege. Set MILVUS_TOKEN, or give user:password in the URI.", error),
            MilvusException { Code: MilvusException.NoDatabase } => new PipelineException(
                VectorErrors.Failed, $"{what}: the server has no such database. Create it in Milvus, or name another one after the port.", error),
            MilvusException { Code: MilvusException.NoIndex } => new PipelineException(
                VectorErrors.Failed, $"{what}: its creation was cut off before it had an index. Index into it again with the same embedder, which finishes it, or drop it.", error),
            MilvusException { IsTransient: true } e => Passing($"{e.Shown} ({e.Message})"),
            HttpRequestException or IOException or TimeoutException => Passing(error.Message.TrimEnd('.')),
            MilvusException e => new ItemException(
                VectorErrors.Failed, $"{what}: the server refused it, {e.Shown} ({e.Message}).", innerException: error),
            JsonException or KeyNotFoundException or InvalidOperationException or FormatException => new PipelineException(
                VectorErrors.Failed, $"{what}: the answer is not that of Milvus. Check the host and the port; 19530 is the usual one.", error),
            _ => error,
        };

        ItemException Passing(string why) => new(
            VectorErrors.Failed, $"{what}: {why}, {StoreRetries.Tries} times in a row. Run again later; writing twice does no harm.", transient: true, error);
    }
}
