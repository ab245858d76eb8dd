using System.Text.Json;
using Reelmill.Core;

namespace Reelmill.Library.Vectors.Milvus;

/// <summary>Translates Milvus errors into errors that a user can act on.</summary>
internal static class MilvusErrors
{
    /// <summary>Tells whether the same request may succeed a little later.</summary>
    public static bool IsTransient(Exception error) => error is MilvusException { IsTransient: true } or HttpRequestException or IOException;

    /// <summary>Translates the error of the last attempt.</summary>
    /// <param name="error">The error of the last attempt.</param>
    /// <param name="operation">The operation, for the message, such as <c>Searching</c>.</param>
    /// <param name="collection">The collection's name, or an empty string.</param>
    /// <param name="address">The server's address, for the message.</param>
    public static Exception Explain(Exception error, string operation, string collection, string address)
    {
        var context = $"{operation} {(collection.Length > 0 ? $"the collection '{collection}' at " : "")}{address}";
        return error switch
        {
            MilvusException { Code: MilvusException.NotFound } when collection.Length > 0 => VectorErrors.UnknownCollection(collection, error),
            MilvusException { IsDenied: true } => new PipelineException(
                VectorErrors.StoreFailedCode, $"{context}: the server rejected the token, or the token lacks a privilege. Set MILVUS_TOKEN, or give user:password in the URI.", error),
            MilvusException { Code: MilvusException.NoDatabase } => new PipelineException(
                VectorErrors.StoreFailedCode, $"{context}: the server has no such database. Create it in Milvus, or name another one after the port.", error),
            MilvusException { Code: MilvusException.NoIndex } => new PipelineException(
                VectorErrors.StoreFailedCode, $"{context}: the collection has no index because its creation was cut off. Run `reelmill index` with this collection and the same embedder to finish it, or drop the collection.", error),
            MilvusException { IsTransient: true } e => Transient($"{e.CodeText} ({e.Message})"),
            HttpRequestException or IOException or TimeoutException => Transient(error.Message.TrimEnd('.')),
            MilvusException e => new ItemException(
                VectorErrors.StoreFailedCode, $"{context}: the server rejected the request, {e.CodeText} ({e.Message}).", innerException: error),
            JsonException or KeyNotFoundException or InvalidOperationException or FormatException => new PipelineException(
                VectorErrors.StoreFailedCode, $"{context}: the response does not come from Milvus. Check the host and the port; the default is 19530.", error),
            _ => error,
        };

        ItemException Transient(string why) => new(
            VectorErrors.StoreFailedCode, $"{context}: {why}, {StoreRetryPolicy.MaxAttempts} times in a row. Run again later; repeated writes are idempotent.", transient: true, error);
    }
}
